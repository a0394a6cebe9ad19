import type { State } from './choices.ts';

export interface Clinic {
  readonly id: string;
  readonly name: string;
  readonly street: string;
  readonly postcode: string;
  readonly town: string;
  readonly state: State;
  /** No Malaysian number starts with 0 after its area code: these ring nowhere. */
  readonly phone: string;
  readonly openAllDay: boolean;
  readonly dental: boolean;
}

type Row = readonly [
  id: string,
  name: string,
  street: string,
  postcode: string,
  town: string,
  state: State,
  phone: string,
  ...marks: ('24h' | 'dental')[],
];

/** Every one of them is made up. */
const ROWS: readonly Row[] = [
  [
    'c01',
    'Klinik Tujuh Purnama',
    '12 Jalan Kenari Emas',
    '46100',
    'Petaling Jaya',
    'selangor',
    '03-0100 0101',
    '24h',
  ],
  [
    'c02',
    'Poliklinik Selasih Biru',
    '8 Lorong Cempaka Dua',
    '50480',
    'Kuala Lumpur',
    'kualaLumpur',
    '03-0100 0102',
    '24h',
    'dental',
  ],
  [
    'c03',
    'Klinik Bayu Senja',
    '27 Lebuh Kelawai Lama',
    '10250',
    'George Town',
    'penang',
    '04-0100 0103',
    'dental',
  ],
  [
    'c04',
    'Klinik Layang Wau',
    '3 Jalan Sireh Pinang',
    '80300',
    'Johor Bahru',
    'johor',
    '07-0100 0104',
    '24h',
  ],
  ['c05', 'Klinik Bijih Perak', '41 Jalan Lombong Timah', '30250', 'Ipoh', 'perak', '05-0100 0105'],
  [
    'c06',
    'Poliklinik Sawah Kencana',
    '19 Jalan Padi Huma',
    '05100',
    'Alor Setar',
    'kedah',
    '04-0100 0106',
    'dental',
  ],
  [
    'c07',
    'Klinik Gelombang Timur',
    '6 Jalan Pasir Mutiara',
    '25150',
    'Kuantan',
    'pahang',
    '09-0100 0107',
  ],
  [
    'c08',
    'Klinik Dapur Wakaf',
    '15 Jalan Kebun Mawar',
    '15350',
    'Kota Bharu',
    'kelantan',
    '09-0100 0108',
  ],
  [
    'c09',
    'Klinik Kota Sembilan',
    '22 Jalan Rasah Permai',
    '70300',
    'Seremban',
    'negeriSembilan',
    '06-0100 0109',
    'dental',
  ],
  [
    'c10',
    'Klinik Selat Delima',
    '5 Jalan Peringgit Baru',
    '75400',
    'Melaka',
    'melaka',
    '06-0100 0110',
    '24h',
  ],
  [
    'c11',
    'Klinik Puncak Kinabalu Jaya',
    '33 Lorong Kepayan Enam',
    '88200',
    'Kota Kinabalu',
    'sabah',
    '088-010 0111',
    '24h',
    'dental',
  ],
  [
    'c12',
    'Klinik Enggang Utara',
    '9 Jalan Satok Hilir',
    '93400',
    'Kuching',
    'sarawak',
    '082-010 0112',
  ],
  [
    'c13',
    'Klinik Penyu Hijau',
    '17 Jalan Batu Buruk Lama',
    '20400',
    'Kuala Terengganu',
    'terengganu',
    '09-0100 0113',
  ],
];

export const CLINICS: readonly Clinic[] = ROWS.map(
  ([id, name, street, postcode, town, state, phone, ...marks]) => ({
    id,
    name,
    street,
    postcode,
    town,
    state,
    phone,
    openAllDay: marks.includes('24h'),
    dental: marks.includes('dental'),
  }),
);

export interface ClinicSearch {
  /** Every word must be found in the clinic's name or address. */
  readonly words: string;
  readonly state: State | undefined;
}

export function findClinics(search: ClinicSearch): Clinic[] {
  const words = search.words.toLowerCase().split(/\s+/).filter(Boolean);
  return CLINICS.filter((clinic) => {
    if (search.state !== undefined && clinic.state !== search.state) return false;
    const text = [clinic.name, clinic.street, clinic.postcode, clinic.town].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
