"""How certificates of an organisation look: templates that are edited, designs that are frozen."""
