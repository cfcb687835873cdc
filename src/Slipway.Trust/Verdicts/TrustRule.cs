namespace Slipway.Trust.Verdicts;

/// <summary>A rule of the verifier.</summary>
/// <param name="Number">4.x are the rules of Firefox's release machinery, 7.x what it leaves open.</param>
/// <param name="Title">A few words.</param>
/// <param name="Meaning">What has to hold, and why.</param>
/// <param name="Remedy">What a person does when it does not.</param>
public sealed record TrustRule(string Number, string Title, string Meaning, string Remedy)
{
    /// <summary>
    /// What a person does when there was nothing to check it with and a policy insists; null where that is the same.
    /// </summary>
    public string? UncheckedRemedy { get; init; }
}
