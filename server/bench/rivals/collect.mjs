// Beside a server that is measured (`node --expose-gc --import ./collect.mjs …`): collects its
// garbage whenever something comes on its standard input, so that its memory can be read without.
process.stdin.on('data', () => globalThis.gc())
