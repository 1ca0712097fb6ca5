import duckdb
import pytest

from projections.columns import listed, unlisted, words_of

LISTS = [[], ["turkey"], ["syria-government", "russia"]]


def in_sql(several: str, *values: str) -> list[str]:
    ((words,),) = duckdb.connect().execute(f"SELECT {words_of(several)}", values).fetchall()
    found: list[str] = words
    return found


@pytest.mark.parametrize("words", LISTS)
def test_the_words_of_a_column_are_the_same_in_sql_as_in_python(words: list[str]) -> None:
    assert in_sql("?::VARCHAR", listed(words)) == unlisted(listed(words)) == words


@pytest.mark.parametrize("words", LISTS)
def test_columns_without_words_add_none_to_those_of_others(words: list[str]) -> None:
    assert in_sql("concat_ws(chr(10), ?::VARCHAR, ?::VARCHAR, ?::VARCHAR)", "", listed(words), "") == words
