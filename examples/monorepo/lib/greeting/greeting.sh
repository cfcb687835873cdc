# greet NAME: the text that every service greets with.
greet() {
  printf 'Hello, %s, from greeting %s.\n' "$1" "$GREETING_VERSION"
}
