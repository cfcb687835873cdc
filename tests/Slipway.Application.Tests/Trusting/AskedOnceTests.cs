using Slipway.Application.Trusting;

namespace Slipway.Application.Tests.Trusting;

public sealed class AskedOnceTests
{
    private readonly AskedOnce<string, int> _answers = new();
    private int _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_ask_the_same_at_once_get_one_answer()
    {
        var answer = new TaskCompletionSource<int>();
        var first = AskAsync(_ => answer.Task, Cancel);
        var second = AskAsync(_ => answer.Task, Cancel);

        answer.SetResult(3);

        Assert.Equal((3, 3, 1), (await first, await second, _asked));
        Assert.Equal(3, await AskAsync(_ => Task.FromResult(4), Cancel));
    }

    [Fact]
    public async Task Who_asked_first_and_was_cancelled_leaves_the_others_an_answer()
    {
        using var first = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var given = AskAsync(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return 1;
        }, first.Token);
        var waiting = AskAsync(_ => Task.FromResult(2), Cancel);

        await first.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal((2, 2), (await waiting, _asked));
        Assert.Equal((2, 2), (await AskAsync(_ => Task.FromResult(5), Cancel), _asked));
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_does_not_stop_the_question_of_others()
    {
        var answer = new TaskCompletionSource<int>();
        using var second = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = AskAsync(_ => answer.Task, Cancel);
        var waiting = AskAsync(_ => answer.Task, second.Token);

        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        answer.SetResult(3);

        Assert.Equal((3, 1), (await first, _asked));
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        for (int i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => AskAsync(_ => Task.FromException<int>(new InvalidOperationException("no")), Cancel));
        }

        Assert.Equal(1, _asked);
    }

    private Task<int> AskAsync(Func<CancellationToken, Task<int>> ask, CancellationToken cancellationToken) =>
        _answers.AskAsync(
            "question",
            token =>
            {
                _asked++;
                return ask(token);
            },
            cancellationToken);
}
