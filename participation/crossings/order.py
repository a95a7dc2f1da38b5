"""Which cells come first: what differs most from what is expected, then what is least sure."""

RANKS = {"published": 0, "uncertain": 1, "too_few": 2, "no_answer": 3}
FOUND = {"more": 0, "less": 1, "compatible": 2}


def most_telling(rows: list[dict]) -> list[dict]:
    """Return cells as the list shows them: more than expected first, the farthest from it first."""
    return sorted(rows, key=_rank)


def _rank(row: dict) -> tuple:
    away = abs(row["residual_pp"] or 0)
    return (
        RANKS[row["status"]],
        FOUND.get(row["found"], 3) if row["status"] == "published" else 0,
        -away,
        -(row["level"] or 0),
        row["i"],
        row["j"],
    )
