"""Miro's boards, their sharing, members and invitations, and whose token it is (facts 2.1, 2.2, 5).

Who may open a board is read back after it was made, so every sharing field is kept as Miro spells
it, and None where the answer did not say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields

from schemas.fields import Identifier, IdOf, Instant, Rows
from schemas.reading import VendorSchema, reader


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

    access = fields.String(allow_none=True)
    invite_to_account_and_board_link_access = fields.String(
        allow_none=True, data_key="inviteToAccountAndBoardLinkAccess"
    )
    organization_access = fields.String(allow_none=True, data_key="organizationAccess")
    team_access = fields.String(allow_none=True, data_key="teamAccess")


@dataclass(frozen=True, slots=True)
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


class BoardSchema(VendorSchema):
    """A board of a get, a create or a list."""

    makes = Board

    id = Identifier(required=True)
    name = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    sharing = fields.Nested(SharingPolicySchema, allow_none=True)
    team_id = IdOf(allow_none=True, data_key="team")
    owner_id = IdOf(allow_none=True, data_key="owner")
    view_link = fields.String(allow_none=True, data_key="viewLink")
    created_at = Instant(allow_none=True, data_key="createdAt")
    modified_at = Instant(allow_none=True, data_key="modifiedAt")

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the sharing policy up from `policy`; some answers carry it beside."""
        policy = body.get("policy")
        inner = policy.get("sharingPolicy") if isinstance(policy, Mapping) else None
        return {**body, "sharing": inner or body.get("sharingPolicy")}


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One slice of a board list, paged by offset."""

    data: tuple[Board, ...] = ()
    total: int | None = None
    offset: int | None = None


class BoardPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards`."""

    makes = BoardPage

    data = Rows(fields.Nested(BoardSchema), required=True)
    total = fields.Integer(allow_none=True)
    offset = fields.Integer(allow_none=True)


@dataclass(frozen=True, slots=True)
class BoardMember:
    """A person who may open a board; `role` as Miro spells it (`guest` happens)."""

    id: str
    name: str = ""
    role: str | None = None


class BoardMemberSchema(VendorSchema):
    """A row of the member list; e-mail addresses are never in it."""

    makes = BoardMember

    id = Identifier(required=True)
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One slice of a member list, paged by offset."""

    data: tuple[BoardMember, ...] = ()
    total: int | None = None
    offset: int | None = None


class MemberPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards/{board_id}/members`."""

    makes = MemberPage

    data = Rows(fields.Nested(BoardMemberSchema), required=True)
    total = fields.Integer(allow_none=True)
    offset = fields.Integer(allow_none=True)


@dataclass(frozen=True, slots=True)
class FailedInvitation:
    """An address that Miro did not invite, and its reason."""

    email: str
    reason: str = ""


class FailedInvitationSchema(VendorSchema):
    """An entry of `failed`."""

    makes = FailedInvitation

    email = fields.String(required=True)
    reason = fields.String(allow_none=True)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The outcome of an invitation: one 201 may hold both kinds."""

    invited_user_ids: tuple[str, ...] = ()
    failed: tuple[FailedInvitation, ...] = ()


class InvitationSchema(VendorSchema):
    """`{failed, successful}`; user ids are JSON numbers here and strings elsewhere."""

    makes = Invitation

    invited_user_ids = Rows(Identifier(), allow_none=True, data_key="successful")
    failed = Rows(fields.Nested(FailedInvitationSchema), allow_none=True)


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

    user_id = Identifier(allow_none=True)
    user_name = fields.String(allow_none=True)
    team_id = Identifier(allow_none=True)
    team_name = fields.String(allow_none=True)
    scopes = Rows(fields.String(), allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring id and name of user and team up."""
        flat: dict[str, Any] = {"scopes": body.get("scopes")}
        for part in ("user", "team"):
            inner = body.get(part)
            if isinstance(inner, Mapping):
                flat[f"{part}_id"] = inner.get("id")
                flat[f"{part}_name"] = inner.get("name")
        return flat


read_board = reader(BoardSchema(), Board)
read_board_page = reader(BoardPageSchema(), BoardPage)
read_member_page = reader(MemberPageSchema(), MemberPage)
read_invitation = reader(InvitationSchema(), Invitation)
read_token_context = reader(TokenContextSchema(), TokenContext)
