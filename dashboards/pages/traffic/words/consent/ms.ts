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
  decisions: (_count, shown) =>
    `${shown} keputusan semuanya; sesiapa yang menukar fikiran dikira lagi.`,
  added: (_count, shown) => `Dibenarkan di tempat ia diperlukan, tanpa borang: ${shown} kali.`,
  rounded: (limit) =>
    `Kiraan setiap pilihan bagi setiap hari dibundarkan secara rawak, ke atas atau ke bawah, kepada gandaan ${limit}.`,
  runningDay: 'Keputusan hari ini dipaparkan selepas hari ini berakhir.',
  none: 'Tiada keputusan untuk dipaparkan dalam tempoh ini',
  unknown: 'Angka tidak dapat dicapai',
};
