namespace ActionML.Runtime;

/// <summary>
/// The mass-weighted velocity power spectrum of trajectories, P(ν) = Σᵢ |FT[pᵢ/√mᵢ](ν)|², normalized to a sum of 1: by
/// equipartition each of M harmonic modes has the share 1/M.
/// </summary>
/// <remarks>
/// Welch's method: pieces of at most <see cref="LongestPiece"/> frames, half overlapping, each without its mean and
/// under a Hann window, zero-padded to one grid of frequencies. A piece counts by its frames, not by its energy, so that
/// a few violent pieces do not hide the others. The resolution is limited by the length of the pieces,
/// not by the grid: a line is about ±2/T wide, with T = <see cref="PieceDuration"/>. Motion above the Nyquist
/// frequency 1/(2Δt) appears folded below it.
/// </remarks>
public sealed class VelocitySpectrum
{
    /// <summary>Most frames of a piece that is transformed at once.</summary>
    public const int LongestPiece = 4096;

    // Of the power of liquid GeTe 1 to 2 % lies above the frequencies of its stiffest bonds, at 300 to 1000 K and for 64 as for
    // 216 atoms.
    private const double TailShare = 0.01;
    private const double LineOverValley = 4;

    private VelocitySpectrum(UnitSystem units, double[] frequencies, double[] power, double duration)
    {
        Units = units;
        Frequencies = frequencies;
        Power = power;
        PieceDuration = duration;
    }

    /// <summary>The units of <see cref="Frequencies"/> are the reciprocal of this system's time.</summary>
    public UnitSystem Units { get; }

    /// <summary>Frequencies ν = ω/2π from 0 to the Nyquist frequency, in reciprocal model time.</summary>
    public IReadOnlyList<double> Frequencies { get; }

    /// <summary>Share of the power at each frequency; the sum is 1, or 0 when nothing moves.</summary>
    public IReadOnlyList<double> Power { get; }

    /// <summary>Mean duration T of the pieces, in model time, weighted by their frames.</summary>
    public double PieceDuration { get; }

    /// <summary>The highest frequency that the frames can show, 1/(2Δt).</summary>
    public double NyquistFrequency => Frequencies[^1];

    /// <summary>Power-weighted mean frequency.</summary>
    public double MeanFrequency => Frequencies.Zip(Power, (f, p) => f * p).Sum();

    /// <summary>Share of the power in the uppermost quarter below the Nyquist frequency; more than 1 % hints at frames too far apart.</summary>
    public double ShareNearNyquist => Power.Skip(3 * Power.Count / 4).Sum();

    /// <summary>
    /// The highest significant frequency: the one that leaves a share of the power above it, less the width 1.5/T by
    /// which the window spreads a line, and at least the frequency of the largest power.
    /// </summary>
    /// <param name="shareAbove">The share of the power to disregard, between 0 and 1; half of one mode's share is a good choice.</param>
    public double HighestFrequency(double shareAbove)
    {
        double above = 0;
        int largest = 0;
        for (int k = 0; k < Power.Count; k++)
        {
            largest = Power[k] > Power[largest] ? k : largest;
        }

        for (int k = Power.Count - 1; k > largest; k--)
        {
            above += Power[k];
            if (above > shareAbove)
            {
                return Math.Max(Frequencies[k] - (1.5 / PieceDuration), Frequencies[largest]);
            }
        }

        return Frequencies[largest];
    }

    /// <summary>
    /// The highest frequency of a system with so many coordinates. Of few coordinates, half of one mode's share is left
    /// above. Of many, the tail that anharmonic motion has beyond its modes is larger than that, whatever the size: 1 % is
    /// left above, unless a line stands out of the tail, such as a few stiff bonds in a soft matrix.
    /// </summary>
    internal double HighestMode(int coordinates)
    {
        double mode = 0.5 / coordinates;
        double band = HighestFrequency(Math.Max(mode, TailShare));
        return mode < TailShare && HasLineBeyond(band, mode) ? HighestFrequency(mode) : band;
    }

    // Whether the power, smoothed, falls and rises again beyond a frequency, with a share in what rises.
    private bool HasLineBeyond(double frequency, double share)
    {
        double resolution = Frequencies[1];
        int width = Math.Max(1, (int)(Math.Max(4 / PieceDuration, frequency / 20) / resolution));
        int start = (int)(frequency / resolution);
        double valley = double.PositiveInfinity;
        double beyond = 0;
        for (int from = start; from < Power.Count; from += width)
        {
            double block = 0;
            for (int k = from; k < Math.Min(from + width, Power.Count); k++)
            {
                block += Power[k];
            }

            if (block < valley)
            {
                (valley, beyond) = (block, Power.Skip(from).Sum());
            }
            else if (block > LineOverValley * valley && beyond > share)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds up spectra of trajectories with one frame spacing, frame by frame: it holds one piece at a time.</summary>
    internal sealed class Accumulator(UnitSystem units, double spacing)
    {
        // Of a larger system a random choice of its particles: 100 MB for a piece at most.
        private const int MostCoordinates = 3000;

        private readonly FourierTransform _transform = new(LongestPiece);
        private readonly double[] _power = new double[(LongestPiece / 2) + 1];
        private readonly double[] _piece = new double[(LongestPiece / 2) + 1];
        private readonly double[] _real = new double[LongestPiece];
        private readonly double[] _imaginary = new double[LongestPiece];
        private readonly List<double[]> _velocities = []; // p/√m of the chosen coordinates, frame by frame
        private int[] _chosen = [];
        private bool _whole; // whether a piece of this trajectory was added
        private double _frames;
        private double _frameDurations;

        /// <summary>Begins a trajectory.</summary>
        public void Begin(ParticleSystem system)
        {
            _velocities.Clear();
            _whole = false;
            int[] particles = [.. Enumerable.Range(0, system.Count)];
            if (system.Coordinates > MostCoordinates)
            {
                // Not every second one: kinds often alternate.
                new Random(1).Shuffle(particles);
                particles = particles[..(MostCoordinates / system.Dimension)];
            }

            _chosen = [.. particles.SelectMany(i => Enumerable.Range(i * system.Dimension, system.Dimension))];
        }

        /// <summary>Adds the next frame of the trajectory.</summary>
        public void Add(Frame frame)
        {
            ReadOnlySpan<double> masses = frame.System.Masses;
            double[] momenta = frame.State.Momenta;
            var velocities = new double[_chosen.Length];
            for (int c = 0; c < velocities.Length; c++)
            {
                velocities[c] = momenta[_chosen[c]] / Math.Sqrt(masses[_chosen[c] / frame.System.Dimension]);
            }

            _velocities.Add(velocities);
            if (_velocities.Count == LongestPiece)
            {
                AddPiece();
                _velocities.RemoveRange(0, LongestPiece / 2);
                _whole = true;
            }
        }

        /// <summary>Ends the trajectory; with fewer than four frames it adds nothing.</summary>
        public void End()
        {
            if (!_whole && _velocities.Count >= 4)
            {
                AddPiece();
            }

            _velocities.Clear();
        }

        /// <summary>The spectrum of what was added.</summary>
        public VelocitySpectrum Finish()
        {
            double total = _power.Sum();
            double[] frequencies = [.. Enumerable.Range(0, _power.Length).Select(k => k / (LongestPiece * spacing))];
            double[] power = [.. _power.Select(p => total > 0 ? p / total : 0)];
            return new VelocitySpectrum(units, frequencies, power, _frames > 0 ? _frameDurations / _frames : spacing);
        }

        private static double[] Window(int length)
        {
            var window = new double[length];
            for (int k = 0; k < length; k++)
            {
                window[k] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * (k + 0.5) / length));
            }

            return window;
        }

        private void AddPiece()
        {
            int length = _velocities.Count;
            double[] window = Window(length);
            Array.Clear(_piece);
            for (int c = 0; c < _chosen.Length; c += 2)
            {
                // Two real signals in one complex transform: Σ|X|² of both is the even part of |Z|².
                Fill(c, window, _real);
                Fill(c + 1, window, _imaginary);
                _transform.Transform(_real, _imaginary);
                AddPower();
            }

            double total = _piece.Sum();
            for (int k = 0; k < _power.Length && total > 0; k++)
            {
                _power[k] += length * (_piece[k] / total);
            }

            _frames += length;
            _frameDurations += length * (length * spacing);
        }

        private void Fill(int coordinate, double[] window, double[] into)
        {
            Array.Clear(into);
            if (coordinate >= _chosen.Length)
            {
                return;
            }

            double mean = 0;
            for (int k = 0; k < window.Length; k++)
            {
                into[k] = _velocities[k][coordinate];
                mean += into[k] / window.Length;
            }

            for (int k = 0; k < window.Length; k++)
            {
                into[k] = window[k] * (into[k] - mean);
            }
        }

        private void AddPower()
        {
            for (int k = 0; k < _piece.Length; k++)
            {
                int mirror = (LongestPiece - k) % LongestPiece;
                _piece[k] += (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]) +
                    (_real[mirror] * _real[mirror]) + (_imaginary[mirror] * _imaginary[mirror]);
            }
        }
    }
}
