/** As many layers as can be told apart. */
export const LAYERS = 7;
