"""The screens: one module each, with the routes that it answers."""

from hallmint_console.screen import (
    activity,
    batch,
    credential,
    dashboard,
    file,
    invitation,
    product,
    product_import,
    product_link,
    profile,
    profile_default,
    public_log,
    report,
    setting,
    sign_in,
    team,
)

ROUTES = (
    file.routes,
    report.routes,
    sign_in.routes,
    dashboard.routes,
    batch.routes,
    product.routes,
    product_import.routes,
    product_link.routes,
    team.routes,
    credential.routes,
    invitation.routes,
    activity.routes,
    setting.routes,
    profile.routes,
    profile_default.routes,
    public_log.routes,
)
