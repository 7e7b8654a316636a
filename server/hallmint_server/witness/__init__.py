"""A witness of logs (C2SP tlog-witness): sees that a log only grows, and cosigns its checkpoints. It knows no database."""
