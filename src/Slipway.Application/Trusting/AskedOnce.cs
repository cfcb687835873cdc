namespace Slipway.Application.Trusting;

/// <summary>Answers that many want at once, and each of which is asked for once.</summary>
internal sealed class AskedOnce<TQuestion, TAnswer>
    where TQuestion : notnull
{
    private readonly Dictionary<TQuestion, Task<TAnswer>> _known = [];

    /// <summary>
    /// The answer to a question: from who asks it already, or asked it before. Whoever asked first and was cancelled
    /// leaves no answer: the next one asks again.
    /// </summary>
    public async Task<TAnswer> AskAsync(
        TQuestion question,
        Func<CancellationToken, Task<TAnswer>> ask,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task<TAnswer>? asked;
            lock (_known)
            {
                if (!_known.TryGetValue(question, out asked))
                {
                    _known[question] = asked = ask(cancellationToken);
                }
            }

            try
            {
                return await asked.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Of who does not wait any more, the question may go on for others.
                if (asked.IsCanceled || asked.Exception?.InnerException is OperationCanceledException)
                {
                    Forget(question, asked);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private void Forget(TQuestion question, Task<TAnswer> asked)
    {
        lock (_known)
        {
            if (_known.TryGetValue(question, out var known) && known == asked)
            {
                _known.Remove(question);
            }
        }
    }
}
