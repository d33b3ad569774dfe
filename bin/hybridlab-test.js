#!/usr/bin/env node
// Readable by any Node, as hybridlab.js is.
var found = process.versions.node.split('.').map(Number)
if (found[0] < 20 || (found[0] === 20 && found[1] < 19)) {
  process.stderr.write(
    `Hybrid Identity Lab needs Node 20.19 or later; this is ${process.version}. Get it from https://nodejs.org.\n`,
  )
  process.exit(1)
} else {
  void import('./run-tests.js').then((script) => script.runTests(process.argv.slice(2)))
}
