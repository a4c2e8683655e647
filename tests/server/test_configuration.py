"""What the environment may say, and what is told where it says something else."""

from pathlib import Path

import pytest

from codeward_server.configuration import ConfigurationError, Database, configuration


def test_nothing_set_is_one_machine_with_sqlite_in_a_folder_beside() -> None:
    site = configuration({})
    assert site.folder == Path("codeward-site").absolute()
    assert site.database == Database(engine="sqlite3", name=str(site.folder / "site.sqlite"))
    assert site.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert site.passphrase_file.parent == site.folder
    assert not site.demo


def test_the_keystore_lies_apart_from_the_data() -> None:
    site = configuration({"CODEWARD_SITE": "/srv/site"})
    assert site.keystore.parent != Path(site.database.name).parent


def test_postgresql_is_named_by_one_address() -> None:
    url = "postgresql://coder:p%40ss@db.invented:5433/codes?sslmode=verify-full"
    assert configuration({"DATABASE_URL": url}).database == Database(
        engine="postgresql", name="codes", user="coder", host="db.invented",
        password="p@ss",  # noqa: S106 - invented
        port="5433", options={"sslmode": "verify-full"},
    )  # fmt: skip


def test_a_file_of_sqlite_may_be_named() -> None:
    database = configuration({"DATABASE_URL": "sqlite:////srv/data/codes.sqlite"}).database
    assert database == Database(engine="sqlite3", name="/srv/data/codes.sqlite")


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret-word@h/n", "postgresql://u:secret-word@h", "sqlite://secret-word",
     "postgresql://u:secret-word@h:port/n", "sqlite:relative-secret-word"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_told_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL") as caught:
        configuration({"DATABASE_URL": url})
    assert "secret-word" not in str(caught.value)


def test_a_password_is_never_printed() -> None:
    database = configuration({"DATABASE_URL": "postgresql://u:secret-word@h/n"}).database
    assert "secret-word" not in repr(database)


@pytest.mark.parametrize(("word", "on"), [("1", True), ("Yes", True), ("0", False), ("", False)])
def test_the_demonstration_is_switched(word: str, on: bool) -> None:
    assert configuration({"CODEWARD_DEMO": word}).demo is on


def test_a_switch_that_is_neither_on_nor_off_is_told() -> None:
    with pytest.raises(ConfigurationError, match="CODEWARD_DEMO"):
        configuration({"CODEWARD_DEMO": "perhaps"})


def test_hosts_are_named_with_commas() -> None:
    assert configuration({"CODEWARD_HOSTS": "a.example, b.example"}).hosts == (
        "a.example",
        "b.example",
    )
