"""pyplot as the lab has it: the same calls, and figures that appear in the lab when they are shown."""

import _lab

from ._axes import COLOR_BAR, Axes


class Figure:
    def __init__(self, figsize=None, **kwargs):
        self.rows = self.columns = 1
        self.cells = {}
        self.title = ""
        self.width, self.height = (float(size) for size in figsize or (6.4, 4.8))

    def add_subplot(self, *where, **kwargs):
        rows, columns, cell = _where(where)
        if (rows, columns) != (self.rows, self.columns):
            self.rows, self.columns = rows, columns
        if cell - 1 not in self.cells:
            self.cells[cell - 1] = Axes(self)
        state.axes = self.cells[cell - 1]
        return state.axes

    def subplots(self, nrows=1, ncols=1, **kwargs):
        grid = [[self.add_subplot(nrows, ncols, row * ncols + column + 1) for column in range(ncols)] for row in range(nrows)]
        if nrows == ncols == 1:
            return grid[0][0]
        return grid[0] if nrows == 1 else [row[0] for row in grid] if ncols == 1 else grid

    @property
    def axes(self):
        return [self.cells[cell] for cell in sorted(self.cells)]

    def suptitle(self, t, **kwargs):
        self.title = str(t)

    def colorbar(self, mappable=None, **kwargs):
        for axes in self.cells.values():
            if mappable is None or mappable in axes.marks:
                axes.flags |= COLOR_BAR

    def tight_layout(self, *args, **kwargs):
        """The lab lays out."""

    set_size_inches = subplots_adjust = tight_layout

    def savefig(self, fname, **kwargs):
        """A program in the lab cannot write files; its figures can be saved from the lab."""

    def show(self):
        show()

    def clear(self):
        self.cells.clear()

    clf = clear

    def send(self):
        if not any(axes.marks or axes.title for axes in self.cells.values()):
            return
        number = _lab.figure(self.rows, self.columns, self.width, self.height, self.title)
        for cell in sorted(self.cells):
            self.cells[cell].send(number, cell)
        _lab.show(number)

    def __getattr__(self, name):
        raise AttributeError(f"the lab does not draw Figure.{name}()")


class _State:
    """The figures that are open, and the axes that plot() draws in."""

    figures = []
    axes = None


state = _State()


def _where(where):
    if not where:
        return 1, 1, 1
    if len(where) == 1:
        return tuple(int(digit) for digit in str(where[0]))
    return where


def figure(num=None, figsize=None, **kwargs):
    made = Figure(figsize)
    state.figures.append(made)
    state.axes = None
    return made


def gcf():
    return state.figures[-1] if state.figures else figure()


def gca():
    if state.axes is None:
        gcf().add_subplot(1, 1, 1)
    return state.axes


def subplots(nrows=1, ncols=1, *, figsize=None, squeeze=True, sharex=False, sharey=False, **kwargs):
    made = figure(figsize=figsize)
    grid = made.subplots(nrows, ncols)
    state.axes = made.cells[0]
    return made, _Grid(grid) if isinstance(grid, list) else grid


class _Grid(list):
    """Axes in rows and columns: ax[0, 1] as well as ax[0][1]."""

    def __getitem__(self, index):
        if isinstance(index, tuple):
            return list.__getitem__(self, index[0])[index[1]]
        return list.__getitem__(self, index)

    @property
    def flat(self):
        return iter(self.flatten())

    def flatten(self):
        return [axes for row in self for axes in (row if isinstance(row, list) else [row])]

    ravel = flatten


def subplot(*where, **kwargs):
    return gcf().add_subplot(*where)


def sca(ax):
    state.axes = ax


def axes(*args, **kwargs):
    return gca()


def show(*args, **kwargs):
    """Everything that is open appears, in the order in which it was made, and is closed."""
    figures, state.figures, state.axes = state.figures, [], None
    for part in figures:
        part.send()


def close(fig=None):
    if fig is None:
        del state.figures[-1:]
    elif fig == "all":
        state.figures.clear()
    elif fig in state.figures:
        state.figures.remove(fig)
    state.axes = None


def pause(interval):
    show()


def draw(*args, **kwargs):
    """Figures are drawn when they are shown; layout and ticks are the lab's."""


ion = ioff = tight_layout = subplots_adjust = xticks = yticks = rc = draw


def suptitle(t, **kwargs):
    gcf().suptitle(t)


def savefig(fname, **kwargs):
    gcf().savefig(fname)


def clf():
    gcf().clear()
    state.axes = None


def colorbar(mappable=None, **kwargs):
    gcf().colorbar(mappable)


def _through(name, method=None):
    """A function that calls the method of the present axes."""
    def call(*args, **kwargs):
        return getattr(gca(), method or name)(*args, **kwargs)
    call.__name__ = name
    return call


for _name in ("plot scatter imshow axhline axvline hlines vlines bar hist semilogx semilogy loglog legend grid axis cla "
              "margins").split():
    globals()[_name] = _through(_name)
for _name in "title xlabel ylabel xlim ylim xscale yscale".split():
    globals()[_name] = _through(_name, "set_" + _name)


def __getattr__(name):
    raise AttributeError(f"the lab does not draw plt.{name}(); it has plot, scatter, imshow, bar, hist, lines, titles, labels, "
                         "limits, scales, legend, grid and subplots")
