import express from 'express';
import { listen } from './page.js';

listen(express());
