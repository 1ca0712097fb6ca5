import tracemalloc
from pathlib import Path

from api.exchange.files.opening import open_table

MEGABYTE = 1 << 20


def peak(path: Path) -> int:
    """The most memory that reading a file took at any moment, in bytes."""
    tracemalloc.start()
    try:
        with open_table(path) as table:
            for _ in table.rows:
                pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_ten_times_as_long_takes_no_more_memory_to_read(tmp_path: Path) -> None:
    line = "900001,2019-05-01,Madeup town,35.7,36.5," + "x" * 160 + "\n"
    short, long = tmp_path / "short.csv", tmp_path / "long.csv"
    for path, lines in ((short, 6_000), (long, 60_000)):
        path.write_text("id,day,place,lat,lon,note\n" + line * lines)
    assert long.stat().st_size > 10 * MEGABYTE
    assert peak(long) < peak(short) + MEGABYTE
    assert peak(long) < 8 * MEGABYTE


def test_two_hundred_megabytes_are_read_to_the_last_row(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    line = f"{'x' * 100_000},y\n"
    with path.open("w") as file:
        file.write("note,end\n")
        file.writelines(line for _ in range(2_100))
    assert path.stat().st_size > 200 * MEGABYTE
    with open_table(path) as table:
        assert sum(1 for _ in table.rows) == 2_100
        assert table.share() == 1
    path.unlink()
