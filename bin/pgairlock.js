#!/usr/bin/env node
import module from 'node:module';

// Keeps compiled code between runs; there from Node 22.1 on.
module.enableCompileCache?.();

await import('../dist/cli.js');
