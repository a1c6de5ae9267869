# make serve | admin | test | lint | bench; settings go on the line: make serve PORT=8123 DATA_DIR=/srv/wiki
.PHONY: serve admin test lint bench
PYTHON_HERE = .venv/bin/python

serve:
	@sh .ci/install requirements.txt
	@exec $(PYTHON_HERE) manage.py serve --prepare

admin:
	@sh .ci/install requirements.txt
	@exec $(PYTHON_HERE) manage.py make_admin

test:
	@sh .ci/install requirements-dev.txt
	@exec sh .ci/test

lint:
	@sh .ci/install requirements-dev.txt
	@exec sh .ci/lint

bench:
	@sh .ci/install requirements-dev.txt
	@exec $(PYTHON_HERE) -m bench
