/** A position of this device; accuracy in metres. */
export interface Position {
  lat: number;
  lng: number;
  accuracy: number;
}

const WAIT_MS = 8000;

/** Why a position could not be had, in words for the person who waits for it. */
function reason(error: GeolocationPositionError): string {
  if (error.code === error.PERMISSION_DENIED)
    return '浏览器没有允许定位，请在地址栏的权限里打开，或直接填写地址';
  if (error.code === error.TIMEOUT) return '定位超时，请到开阔处重试，或直接填写地址';
  return '这台设备无法定位，请直接填写地址';
}

/** The device's position now; rejects with an Error whose message can be shown. */
export function locate(): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Error('这台设备无法定位，请直接填写地址'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lat: round(coords.latitude),
          lng: round(coords.longitude),
          accuracy: Math.round(coords.accuracy),
        }),
      (error) => reject(new Error(reason(error))),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 60_000 },
    );
  });
}

/** Six decimals are a tenth of a metre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
