"""People from the command line: the first admin, and help for who is locked out."""

import sys
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

import typer
from sqlalchemy import Connection

from app.access.faults import Refused
from app.access.people import Person, all_people, change_person, create_person, find_person, hashed, set_password
from app.access.roles import Role
from app.audit.acts import Act, Action, Actor, ActorKind
from app.audit.trail import append
from app.database.engine import opened, reading, writing
from app.settings import get_settings

COMMAND = Actor("command line", ActorKind.command)

users = typer.Typer(help="People who work on the atlas.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name to sign in with.")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@users.command("add")
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.viewer,
    password_stdin: PasswordStdin = False,
) -> None:
    """Add a person; the first one has to be an admin."""
    password = _password(password_stdin)
    try:
        kept = hashed(password, name)
        with opened(get_settings().database) as engine, writing(engine) as connection:
            if role != Role.admin and not any(one.role == Role.admin for one in all_people(connection)):
                _stop("The first person has to be an admin: --role admin")
            made = create_person(connection, name, role, at=_now(), password_hash=kept)
            _tell(connection, Action.person_created, made, new=made.shown())
    except Refused as refused:
        _stop(refused.detail)
    typer.echo(f"{name} can sign in as {role}.")


@users.command("list")
def show() -> None:
    """List everybody."""
    with opened(get_settings().database) as engine, reading(engine) as connection:
        for one in all_people(connection):
            typer.echo(f"{one.name}\t{one.role}\t{'active' if one.active else 'inactive'}")


@users.command("change")
def change(
    name: Name,
    role: Annotated[Role | None, typer.Option(help="The new role.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="May the person sign in?")] = None,
) -> None:
    """Give a person another role, or make them (in)active. Ends their sign-ins."""
    try:
        with opened(get_settings().database) as engine, writing(engine) as connection:
            before = find_person(connection, name) or _stop(f"Nobody is called {name}.")
            after = change_person(connection, before, role=role, active=active, at=_now())
            _tell(connection, Action.person_changed, after, old=before.shown(), new=after.shown())
    except Refused as refused:
        _stop(refused.detail)
    typer.echo(f"{name} is {after.role}, {'active' if after.active else 'inactive'}.")


@users.command("password")
def password_of(name: Name, password_stdin: PasswordStdin = False) -> None:
    """Set a person's password, and unlock them. Ends their sign-ins."""
    password = _password(password_stdin)
    try:
        kept = hashed(password, name)
        with opened(get_settings().database) as engine, writing(engine) as connection:
            person = find_person(connection, name) or _stop(f"Nobody is called {name}.")
            set_password(connection, person, kept, at=_now())
            _tell(connection, Action.credentials_changed, person)
    except Refused as refused:
        _stop(refused.detail)
    typer.echo(f"{name} has a new password.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _tell(connection: Connection, action: Action, person: Person, *, old: Any = None, new: Any = None) -> None:
    act = Act(COMMAND, action, "person", person.name, old=old, new=new, reason="by the operator of the machine")
    append(connection, act, at=_now())


def _now() -> datetime:
    return datetime.now(UTC)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
