import express from 'express';
import express4 from 'express4';

/** What the suite is mounted on. */
export const FRAMEWORKS = [
  ['Express 5', express],
  ['Express 4', express4],
] as const;
