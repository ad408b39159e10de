# Finds a JDK 25 or newer, for the scripts at the root. Sourced; sets JAVA_HOME.

SLIPWAY_JDK=25

# The major version of the JDK in folder $1, from the file that every JDK carries; 0 if there is none.
jdk_version() {
  local version=
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

find_jdk() {
  local candidate on_path
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${SLIPWAY_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path"; do
    if [ -n "$candidate" ] && [ "$(jdk_version "$candidate")" -ge "$SLIPWAY_JDK" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<END
slipway: no JDK $SLIPWAY_JDK was found in SLIPWAY_JAVA_HOME, JAVA_HOME, /usr/lib/jvm or on the PATH.
Get one from https://adoptium.net (Debian: apt-get install temurin-25-jdk with its repository),
or set SLIPWAY_JAVA_HOME to the folder of one.
END
  return 1
}

# Maven: the one on the PATH, or the wrapper, which fetches one from Maven Central. Older ones than the JDK
# use what the JDK warns of; that is nothing to tell people who build.
maven() {
  export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  if command -v mvn >/dev/null 2>&1; then
    mvn "$@"
  else
    ./mvnw "$@"
  fi
}
