/** Distances on the sphere, good enough to be said aloud. */

const RADIUS_M = 6371008.8;
const radians = (degrees) => (degrees * Math.PI) / 180;

export function distanceM([lng1, lat1], [lng2, lat2]) {
  const dLat = radians(lat2 - lat1);
  const dLng = radians(lng2 - lng1);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(dLng / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A length as one says it: two significant digits at most under 1 km. */
export function spokenM(metres) {
  if (metres < 10) return Math.round(metres);
  const step = metres < 100 ? 1 : 10;
  return Math.round(metres / step) * step;
}
