/** `Asia/Kuala_Lumpur` as `Kuala Lumpur`, `America/Argentina/Salta` as `Argentina – Salta`. */
export function zoneCity(zone: string): string {
  const slash = zone.indexOf('/');
  return zone
    .slice(slash + 1)
    .replaceAll('_', ' ')
    .replaceAll('/', ' – ');
}
