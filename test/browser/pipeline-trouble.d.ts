import type { Page } from 'playwright-core';

export function inTrouble(page: Page): Promise<void>;
