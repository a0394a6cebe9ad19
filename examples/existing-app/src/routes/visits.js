import { Router } from 'express';
import multer from 'multer';

const MEGABYTE = 1_048_576;
const scans = multer({ storage: multer.memoryStorage(), limits: { fileSize: 20 * MEGABYTE } });

/** What the clinic's members do: bring scans, cancel visits; and what other programs ask for. */
export function visits() {
  const routes = Router();
  routes.post('/scans', scans.single('scan'), (req, res) => {
    res.json({ name: req.file.originalname, bytes: req.file.size });
  });
  routes.delete('/visits/:id', (req, res) => {
    req.flash('notice', `Visit ${req.params.id} is cancelled.`);
    res.redirect(303, '/');
  });
  routes.get('/api/visits', (_req, res) => res.json([{ id: 7 }]));
  routes.post('/api/visits', (req, res) => res.status(201).json({ taken: req.body.length }));
  routes.get('/broken', () => {
    throw new Error('The calendar does not answer.');
  });
  return routes;
}
