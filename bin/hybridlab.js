#!/usr/bin/env node
// Readable by any Node, however old, so that an old one gets a sentence and not a syntax error: no import statements here.
var found = process.versions.node.split('.').map(Number)
if (found[0] < 20 || (found[0] === 20 && found[1] < 19)) {
  process.stderr.write(
    `Hybrid Identity Lab needs Node 20.19 or later; this is ${process.version}. Get it from https://nodejs.org.\n`,
  )
  process.exit(1)
} else {
  void import('./run-command-line.js').then((script) => script.runCommandLine(process.argv.slice(2)))
}
