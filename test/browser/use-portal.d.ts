export function usePortal(origin: string): Promise<void>;
