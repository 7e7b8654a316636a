"""The screens: one module each, with the routes that it answers."""

from hallmint_console.screen import batch, dashboard, file, report, sign_in

ROUTES = (file.routes, report.routes, sign_in.routes, dashboard.routes, batch.routes)
