/** How long a network can be kept out from the page. */
export const BLOCK_MINUTES = [15, 60, 1440, 10080] as const;
