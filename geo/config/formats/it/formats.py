"""How Italian writes dates, where Django’s own would begin months with a capital."""

DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "d/m/Y H:i"
