/** Where a time or a place comes from, the surest first. */
export type TimeFrom = 'camera' | 'device' | 'received';
export type PlaceFrom = 'camera' | 'device';

/** The words for it that people read. */
export const FROM_WORDS: Record<TimeFrom, string> = { camera: '相机', device: '设备', received: '上传时间' };
