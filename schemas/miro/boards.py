"""Miro's boards, their sharing, members and invitations, and whose token it is.

See docs/miro.md#boards.

Who may open a board is read back after it was made, so every sharing field is kept as Miro spells
it, and None where the answer did not say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields

from schemas.fields import Identifier, String
from schemas.loose import Count, Each, Id, Moment, Referred, Text
from schemas.reading import CarriedSchema, Listed, VendorSchema, reader


@dataclass(frozen=True, slots=True)
class SharingPolicy:
    """Who may open a board; None where the answer did not say."""

    access: str | None = None
    invite_to_account_and_board_link_access: str | None = None
    organization_access: str | None = None
    team_access: str | None = None


class SharingPolicySchema(VendorSchema):
    """`policy.sharingPolicy` of a board."""

    makes = SharingPolicy

    access = Text()
    invite_to_account_and_board_link_access = Text(data_key="inviteToAccountAndBoardLinkAccess")
    organization_access = Text(data_key="organizationAccess")
    team_access = Text(data_key="teamAccess")


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board; `description` is empty where Miro sends null or nothing."""

    id: str
    name: str = ""
    description: str = ""
    sharing: SharingPolicy = SharingPolicy()
    team_id: str | None = None
    owner_id: str | None = None
    view_link: str | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None


class BoardSchema(CarriedSchema):
    """A board of a get, a create or a list."""

    makes = Board

    id = Identifier(required=True)
    name = Text()
    description = Text()
    sharing = fields.Nested(SharingPolicySchema, allow_none=True)
    team_id = Referred(data_key="team")
    owner_id = Referred(data_key="owner")
    view_link = Text(data_key="viewLink")
    created_at = Moment(data_key="createdAt")
    modified_at = Moment(data_key="modifiedAt")

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the sharing policy up from `policy`; some answers carry it beside."""
        policy = body.get("policy")
        inner = policy.get("sharingPolicy") if isinstance(policy, dict) else None
        sharing = inner or body.get("sharingPolicy")
        return {**body, "sharing": sharing if isinstance(sharing, dict) else None}

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Board:
        """Return a board of which nothing but the id can be read."""
        return Board(id=id)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One slice of a board list, paged by offset."""

    data: tuple[Board, ...] = ()
    total: int | None = None
    offset: int | None = None


class BoardPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards`."""

    makes = BoardPage

    data = Listed(BoardSchema, required=True)
    total = Count()
    offset = Count()


@dataclass(frozen=True, slots=True)
class BoardMember:
    """A person who may open a board; `role` as Miro spells it (`guest` happens)."""

    id: str
    name: str = ""
    role: str | None = None


class BoardMemberSchema(CarriedSchema):
    """A row of the member list; e-mail addresses are never in it."""

    makes = BoardMember

    id = Identifier(required=True)
    name = Text()
    role = Text()

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> BoardMember:
        """Return a person of whom nothing but the id can be read."""
        return BoardMember(id)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One slice of a member list, paged by offset."""

    data: tuple[BoardMember, ...] = ()
    total: int | None = None
    offset: int | None = None


class MemberPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards/{board_id}/members`."""

    makes = MemberPage

    data = Listed(BoardMemberSchema, required=True)
    total = Count()
    offset = Count()


@dataclass(frozen=True, slots=True)
class FailedInvitation:
    """An address that Miro did not invite, and its reason."""

    email: str
    reason: str = ""


class FailedInvitationSchema(CarriedSchema):
    """An entry of `failed`."""

    makes = FailedInvitation

    email = String(required=True)
    reason = Text()

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> FailedInvitation:
        """Return a failure that does not say whose it is."""
        return FailedInvitation("")


@dataclass(frozen=True, slots=True)
class Invitation:
    """The outcome of an invitation: one 201 may hold both kinds."""

    invited_user_ids: tuple[str, ...] = ()
    failed: tuple[FailedInvitation, ...] = ()


class InvitationSchema(VendorSchema):
    """`{failed, successful}`; user ids are JSON numbers here and strings elsewhere."""

    makes = Invitation

    invited_user_ids = Each(Id(), data_key="successful")
    failed = Listed(FailedInvitationSchema, allow_none=True)


@dataclass(frozen=True, slots=True)
class TokenContext:
    """Whose token this is, for which team, and what it may do."""

    user_id: str | None = None
    user_name: str = ""
    team_id: str | None = None
    team_name: str = ""
    scopes: tuple[str, ...] = ()


class TokenContextSchema(VendorSchema):
    """The answer of `GET /v1/oauth-token`; every part may be missing."""

    makes = TokenContext

    user_id = Id()
    user_name = Text()
    team_id = Id()
    team_name = Text()
    scopes = Each(Text())

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring id and name of user and team up."""
        flat: dict[str, Any] = {"scopes": body.get("scopes")}
        for part in ("user", "team"):
            inner = body.get(part)
            if isinstance(inner, dict):
                flat[f"{part}_id"] = inner.get("id")
                flat[f"{part}_name"] = inner.get("name")
        return flat


read_board = reader(BoardSchema(), Board)
read_board_page = reader(BoardPageSchema(), BoardPage)
read_member_page = reader(MemberPageSchema(), MemberPage)
read_invitation = reader(InvitationSchema(), Invitation)
read_token_context = reader(TokenContextSchema(), TokenContext)
