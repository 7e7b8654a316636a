"""The screens: one module each, with the routes that it answers."""

from hallmint_console.screen import (
    batch,
    credential,
    dashboard,
    file,
    invitation,
    report,
    sign_in,
    team,
)

ROUTES = (
    file.routes,
    report.routes,
    sign_in.routes,
    dashboard.routes,
    batch.routes,
    team.routes,
    credential.routes,
    invitation.routes,
)
