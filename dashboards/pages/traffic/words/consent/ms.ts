import type { TrafficWords } from '../en.ts';

/** The Malay texts about consent on the traffic page. */
export const msConsent: TrafficWords['consent'] = {
  title: 'Persetujuan',
  choicesTab: 'Persetujuan',
  daysTab: 'Mengikut hari',
  choiceColumn: 'Pilihan',
  countColumn: 'Keputusan',
  shareColumn: 'Bahagian',
  dayColumn: 'Hari',
  choices: {
    accept: 'Menerima semua',
    refuse: 'Menolak semua',
    choose: 'Memilih sendiri',
  },
  shortChoices: { accept: 'Terima', refuse: 'Tolak', choose: 'Pilih' },
  otherDays: (_days, shown, limit) =>
    `Lain-lain (${shown} hari, ada yang kurang daripada ${limit} bagi satu jenis)`,
  together: (limit) => `Pilihan dengan kurang daripada ${limit} keputusan dipaparkan bersama.`,
  decisions: (_count, shown) =>
    `${shown} keputusan semuanya; sesiapa yang menukar fikiran dikira lagi.`,
  added: (_count, shown) => `Dibenarkan di tempat ia diperlukan, tanpa borang: ${shown} kali.`,
  none: 'Tiada sesiapa membuat keputusan dalam tempoh ini',
  tooFew: (limit) =>
    `Kurang daripada ${limit} keputusan dalam tempoh ini: terlalu sedikit untuk dipaparkan`,
  unknown: 'Angka tidak dapat dicapai',
};
