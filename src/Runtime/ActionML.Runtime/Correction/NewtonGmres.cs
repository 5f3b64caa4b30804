namespace ActionML.Runtime;

/// <summary>
/// Newton's method for the fixed point y = g(y) of a <see cref="MidpointEquation"/>: (I − g'(y)) δ = g(y) − y, solved by GMRES
/// with Hessian-vector products. Converges up to the pole of S, where |g'| is far above one and mixing has long failed.
/// </summary>
/// <remarks>
/// The linear solves are as accurate as the last step's success justifies: η = 0.9 (r/r_previous)² (S. C. Eisenstat,
/// H. F. Walker, SIAM J. Sci. Comput. 17, 16 (1996), choice 2), not below what the tolerance needs. A step that does not
/// lower the residual is halved.
/// </remarks>
internal sealed class NewtonGmres
{
    private const int MostIterations = 20;
    private const int MostHalvings = 6;
    private const double FirstForcing = 0.1;
    private const double SmallestDecrease = 1e-4;

    private readonly MidpointEquation _equation;
    private readonly Gmres _gmres;
    private readonly Action<double[], double[]> _multiply;
    private readonly double[] _evaluated;
    private readonly double[] _step;
    private readonly double[] _trial;
    private double[] _residual;
    private double[] _trialResidual;
    private PhasePoint? _start;
    private NeighborList? _neighbors;
    private double[] _iterate = [];

    public NewtonGmres(MidpointEquation equation, int length, int krylovDimension)
    {
        _equation = equation;
        _gmres = new Gmres(length, krylovDimension);
        _multiply = Multiply;
        _evaluated = new double[length];
        _step = new double[length];
        _trial = new double[length];
        _residual = new double[length];
        _trialResidual = new double[length];
    }

    /// <summary>Evaluations of the last solve.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Hessian-vector products of the last solve.</summary>
    public int Products { get; private set; }

    /// <summary>g(y) − y of the last iterate.</summary>
    public ReadOnlySpan<double> Residual => _residual;

    /// <summary>Solves from y until |g(y) − y| is at most the tolerance.</summary>
    /// <param name="start">The start of the step.</param>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="iterate">y, replaced by the solution or by the best that was found.</param>
    /// <param name="tolerance">Of the Euclidean norm of the residual.</param>
    public CorrectorStatus Solve(PhasePoint start, NeighborList neighbors, double[] iterate, double tolerance)
    {
        (_start, _neighbors, _iterate) = (start, neighbors, iterate);
        Evaluations = 0;
        Products = 0;
        double residual = Evaluate(iterate, _residual);
        double forcing = FirstForcing;
        for (int iteration = 0; residual > tolerance && iteration < MostIterations; iteration++)
        {
            Products += _gmres.Solve(_multiply, _residual, _step, Math.Max(forcing, 0.5 * tolerance / residual));
            double next = Descend(residual);
            if (!(next < residual))
            {
                return CorrectorStatus.Stagnated;
            }

            forcing = Math.Min(FirstForcing, 0.9 * (next / residual) * (next / residual));
            residual = next;
        }

        return residual <= tolerance ? CorrectorStatus.Converged
            : double.IsFinite(residual) ? CorrectorStatus.MaxEvaluationsReached
            : CorrectorStatus.NotFinite;
    }

    // (I − g')·v
    private void Multiply(double[] direction, double[] product)
    {
        _equation.Differentiate(_start!, _neighbors!, _iterate, direction, product);
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = direction[i] - product[i];
        }
    }

    // The longest of the halved steps that lowers the residual; the residual as it was when none does.
    private double Descend(double residual)
    {
        double length = 1;
        for (int halving = 0; halving <= MostHalvings; halving++, length /= 2)
        {
            for (int i = 0; i < _trial.Length; i++)
            {
                _trial[i] = _iterate[i] + (length * _step[i]);
            }

            double next = Evaluate(_trial, _trialResidual);
            if (next < (1 - (SmallestDecrease * length)) * residual)
            {
                _trial.CopyTo(_iterate, 0);
                (_residual, _trialResidual) = (_trialResidual, _residual);
                return next;
            }
        }

        return residual;
    }

    private double Evaluate(double[] unknowns, double[] residual)
    {
        _equation.Unknowns.Project(unknowns);
        _equation.Evaluate(_start!, _neighbors!, unknowns, _evaluated);
        Evaluations++;
        double sum = 0;
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] = _evaluated[i] - unknowns[i];
            sum += residual[i] * residual[i];
        }

        return Math.Sqrt(sum);
    }
}
