#!/usr/bin/env bash
# Installs the Debian packages that the tests use as real servers and browser. Does nothing when all are there.
set -euo pipefail
packages=(dovecot-imapd dovecot-lmtpd dovecot-sieve dovecot-managesieved postfix openssl chromium xvfb fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
[ "$(id -u)" = 0 ] || { echo "The tests need these Debian packages: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2; exit 1; }
echo "Installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
