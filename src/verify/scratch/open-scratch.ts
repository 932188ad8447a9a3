import { openPgliteScratch } from './pglite-scratch.js';
import type { Scratch, ScratchOptions } from './scratch.js';

export const openScratch = (options: ScratchOptions): Promise<Scratch> => openPgliteScratch(options);
