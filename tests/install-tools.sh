#!/bin/sh
# Programs that some tests and benchmarks use and no Python package brings. As root on Debian it installs what is missing; anywhere else,
# and where that does not work, it says what is skipped then. It never fails: a test that lacks its program is skipped, and says so.

TOOLS="chromium:chromium:tests of passport pages in a browser
nginx:nginx-light:tests of the front proxy
curl:curl:tests of the front proxy
soffice:libreoffice-calc-nogui:tests of packs in a spreadsheet
cc:gcc:tests of clients and servers whose clock is wrong
wrk:wrk:make bench-resolver"

# Debian keeps nginx where only root's PATH leads.
has() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1; }

missing() { # the lines of TOOLS whose program is not here
    echo "$TOOLS" | while IFS=: read -r program package use; do
        has "$program" || echo "$program:$package:$use"
    done
}

install() { # packages, without starting the service that one of them may bring
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
        trap 'rm -f "$policy"' EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    timeout 120 apt-get update -qq
    # One by one: what one machine's archive lacks is no reason to go without the rest.
    for package in "$@"; do
        timeout 600 apt-get install -y -qq "$package"
    done
}

packages=$(missing | cut -d: -f2)
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && has apt-get; then
    # shellcheck disable=SC2086 # a list
    install $packages >/dev/null 2>&1 </dev/null
fi
missing | while IFS=: read -r program package use; do
    echo "$program is missing (Debian: apt-get install $package), so this is skipped: $use"
done
exit 0
