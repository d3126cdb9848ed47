"""Text of résumés for Jobboard: ``JOBBOARD_PLUGINS = ["resume-text"]``.

The plugin's class is in ``plugin`` and not here, because the process that reads a file imports this package too and has
no use for Jobboard.
"""
