const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-](\d{2}):(\d{2}))$/;

/** Whether a text is a point in time of RFC 3339 that the calendar has. @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
export function isTimestamp(text: unknown): text is string {
  const match = typeof text === "string" ? FORM.exec(text) : null;
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const zoneHour = Number(match[9] ?? 0);
  const zoneMinute = Number(match[10] ?? 0);
  const inDay = hour < 24 && minute < 60 && second < 60 && zoneHour < 24 && zoneMinute < 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && inDay;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
