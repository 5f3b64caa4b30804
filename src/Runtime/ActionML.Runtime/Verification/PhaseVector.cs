namespace ActionML.Runtime;

/// <summary>Vectors of phase space in the natural units of a <see cref="StateScale"/>, [2·N·D], ordered (q, p).</summary>
internal static class PhaseVector
{
    /// <summary>Fills a vector with a random direction of length 1, uniform on the sphere.</summary>
    public static void Draw(DeterministicRandom random, double[] vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = random.NextGaussian();
        }

        Normalize(vector);
    }

    /// <summary>|a|.</summary>
    public static double Length(double[] vector)
    {
        double square = 0;
        foreach (double component in vector)
        {
            square += component * component;
        }

        return Math.Sqrt(square);
    }

    /// <summary>Divides a vector by its length, which is returned.</summary>
    public static double Normalize(double[] vector)
    {
        double length = Length(vector);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }

        return length;
    }

    /// <summary>aᵀJb = Σ(a_q b_p − a_p b_q).</summary>
    public static double Area(double[] a, double[] b)
    {
        int n = a.Length / 2;
        double area = 0;
        for (int i = 0; i < n; i++)
        {
            area += (a[i] * b[n + i]) - (a[n + i] * b[i]);
        }

        return area;
    }

    /// <summary>Moves a point by <paramref name="factor"/> times a vector.</summary>
    public static void Displace(ParticleSystem system, StateScale scale, PhasePoint point, double[] vector, double factor)
    {
        int n = system.Coordinates;
        for (int i = 0; i < n; i++)
        {
            point.Positions[i] += factor * vector[i] * scale.Unit(system, i);
            point.Momenta[i] += factor * vector[n + i] * scale.Unit(system, n + i);
        }
    }

    /// <summary>Writes a − b.</summary>
    public static void Difference(ParticleSystem system, StateScale scale, PhasePoint a, PhasePoint b, double[] difference)
    {
        int n = system.Coordinates;
        for (int i = 0; i < n; i++)
        {
            difference[i] = (a.Positions[i] - b.Positions[i]) / scale.Unit(system, i);
            difference[n + i] = (a.Momenta[i] - b.Momenta[i]) / scale.Unit(system, n + i);
        }
    }
}
