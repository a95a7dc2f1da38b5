"""Pages of the list: found from the contribution at their edge, and not counted off from the first.

An address says `page=7&after=492`: the seventh page is what comes after number 492. It costs the
same however deep it is, and nothing moves to the next page while people write. Without such an
edge, or where it is not to be seen any more, the page is counted off.
"""

from django.core.paginator import Paginator

PAGE = 20
LONGEST_NUMBER = 9  # digits


def page_of(consultation, rows, chosen, found, query):
    """One page of `rows` under the filters `chosen`; `found` of them there are.

    A search counts no further than it must: then `found` does not say where the end is.
    """
    matching = chosen.apply(rows).defer("drawn", "geometry", "searchable")
    paginator = Paginator(matching.ordered(chosen.sort), PAGE)
    paginator.count = found
    page = paginator.get_page(query.get("page"))
    page.object_list = (
        after(matching, chosen.sort, edge(rows, query.get("after")))
        or before(matching, chosen.sort, edge(rows, query.get("before")))
        or counted_off(matching, chosen.sort, page, is_end_known=not chosen.is_searched)
    )
    give_known(page.object_list, consultation)
    name_neighbours(page, chosen)
    return page


def give_known(contributions, consultation):
    """Their consultation and theme are there already: not read and made once for each row."""
    themes = {theme.pk: theme for theme in consultation.themes.all()}
    for contribution in contributions:
        contribution.consultation = consultation
        contribution.theme = themes.get(contribution.theme_id)


def edge(rows, number):
    """The contribution with this number, where the reader sees it."""
    if not number or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    return rows.filter(number=int(number)).only("created_at", "comment_count").first()


def after(matching, sort, mark):
    return mark and list(matching.beyond(mark, sort).ordered(sort)[:PAGE])


def before(matching, sort, mark):
    backwards = mark and matching.beyond(mark, sort, backwards=True)
    return mark and list(backwards.ordered(sort, backwards=True)[:PAGE])[::-1]


def counted_off(matching, sort, page, is_end_known):
    """From whichever end is nearer."""
    count = page.paginator.count
    start = (page.number - 1) * PAGE
    stop = min(start + PAGE, count)
    if is_end_known and start > count // 2:
        return list(matching.ordered(sort, backwards=True)[count - stop : count - start])[::-1]
    return list(matching.ordered(sort)[start:stop])


def name_neighbours(page, chosen):
    """The addresses of the next and the previous page; the first page is always the first."""
    rows = page.object_list
    if rows and page.has_next():
        page.next_address = address(chosen, page.number + 1, f"after={rows[-1].number}")
    if rows and page.has_previous():
        number = page.previous_page_number()
        mark = f"before={rows[0].number}" if number > 1 else ""
        page.previous_address = address(chosen, number, mark)


def address(chosen, number, mark):
    return "?" + "&".join(part for part in (chosen.address(), f"page={number}", mark) if part)
