# Runs a Java source of this folder against the packed jar. Sourced; needs $here, the folder of this file.

root=$(dirname "$here")
. "$root/build/jdk.sh"

# The jar that is measured: SLIPWAY_JAR, or else the launcher's, built if that is due.
launch() {
  find_jdk
  cd "$root"
  if [ -z "${SLIPWAY_JAR:-}" ]; then
    ./slipway --version >/dev/null
    SLIPWAY_JAR=$root/target/slipway/slipway.jar
  fi
  # The jar is on the class path for its JSON reader only.
  exec "$JAVA_HOME/bin/java" -Xmx256m -cp "$SLIPWAY_JAR" "$@"
}
