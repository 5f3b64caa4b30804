namespace ActionML.Runtime;

/// <summary>What a figure of a certificate says about its limit.</summary>
public enum CertificateVerdict
{
    /// <summary>The value is within the limit, and the measurement can tell.</summary>
    Held,

    /// <summary>
    /// The measurement cannot tell: its floor is above the limit, or as large as what the value exceeds it by, or
    /// nothing could be measured. Neither held nor exceeded; a model in double precision, or a looser tolerance, decides.
    /// </summary>
    Unresolved,

    /// <summary>The value is above the limit by more than three times the floor.</summary>
    Exceeded,
}
