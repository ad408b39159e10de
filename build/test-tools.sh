# Brings what the tests drive and a base image may lack: git-lfs, npm, and Python's module for virtual
# environments. Sourced; does nothing where they are all there.

missing_test_tools() {
  local tool
  for tool in git git-lfs python3 npm; do
    command -v "$tool" >/dev/null 2>&1 || echo "$tool"
  done
  # Debian keeps the module that makes virtual environments in a package of its own.
  python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
}

bring_test_tools() {
  local missing
  mapfile -t missing < <(missing_test_tools)
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "slipway: the tests drive these, and they are not here: ${missing[*]}" >&2
    echo "Install them (Debian: sudo apt-get install ${missing[*]}) and run ./test again." >&2
    return 1
  fi
  echo "slipway: installing what the tests drive: ${missing[*]} ..." >&2
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}
