"""The benchmark: Parley beside a floor that nothing can undercut and beside what others would build, in one run."""
