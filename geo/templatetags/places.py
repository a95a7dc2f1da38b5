"""What pages say about the address service."""

from django import template

from geo.places.service import chosen_service

register = template.Library()
register.simple_tag(chosen_service, name="address_service")
